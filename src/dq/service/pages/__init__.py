"""The pages: written by the server, one file a page; `templates` how they look, `static` what they load."""
