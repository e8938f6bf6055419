"""What people say to each other in the open: threads of posts, with answers, marks and outcomes."""
