"""Notices: who is told what, once, in the application, by e-mail and by webhook; readers of the log."""
