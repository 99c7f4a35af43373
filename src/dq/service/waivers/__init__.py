"""Waivers: proposed by one person, approved by another, then kept in the file that runs read."""
