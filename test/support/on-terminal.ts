// Loaded before the command: its output is taken for a terminal's.
process.stdout.isTTY = true;
