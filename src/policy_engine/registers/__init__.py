"""Records of workers from outside: tables and JSON in, facts of the engine's types or rejections out."""
