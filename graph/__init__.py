"""wenmai: how are these things connected, and who says so?"""
