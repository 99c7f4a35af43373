"""What stands between the network and the routes: rights, forged requests, limits, headers."""
