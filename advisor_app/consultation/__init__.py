"""What a consultation is made of besides the rules: its course, its German words, its sheets, what stays private.

Shared by the window and the terminal. Any thread may call it; nothing here knows how it is shown.
"""
