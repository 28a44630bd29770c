"""The staff's screens, one file a screen."""
