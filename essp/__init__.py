"""An internal enterprise social network: everyone may edit, everyone is traceable."""
