"""What the desk for open requests asks during the year: what processing information costs."""
