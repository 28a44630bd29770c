"""Passwords that the site makes up."""

import secrets

from django.contrib.auth.hashers import PBKDF2PasswordHasher

ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
"""Nothing that is mistaken for something else when a password is read aloud or typed from a screen."""
PASSWORD_LENGTH = 14
_ROUNDS = 2000


def new_password() -> str:
    """A random password of some 69 bits that a person can type."""
    return "".join(secrets.choice(ALPHABET) for _ in range(PASSWORD_LENGTH))


def digest_of_random(password: str) -> str:
    """What is stored for a password that `new_password` made. What people choose is hashed slowly, because it can be
    guessed; this cannot, and a roster has hundreds of them. The first login replaces it by the slow hash."""
    hasher = PBKDF2PasswordHasher()
    return hasher.encode(password, hasher.salt(), iterations=_ROUNDS)
