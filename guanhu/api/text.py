"""Characters that no text of the office contains, and that some database or page would choke on."""

import unicodedata

_LAYOUT = "\t\n\r"


def flaw(text: str) -> str:
    """What is wrong with the text, as a Chinese sentence; empty if nothing is."""
    for char in text:
        if char in _LAYOUT:
            continue
        category = unicodedata.category(char)
        if category == "Cs":
            return "含有不成对的代理字符(lone surrogate),不是有效的文字。"
        if category == "Cc":
            return f"含有不允许的控制字符 U+{ord(char):04X}。"
    return ""
