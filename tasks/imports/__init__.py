"""Lists that an administrator brings as a table: shown before anything is written, taken whole or not at all."""
