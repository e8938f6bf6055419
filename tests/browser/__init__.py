"""Stories of people at the site, told in a real browser against a real server."""
