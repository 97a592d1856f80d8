"""What is behind wrong outputs: known mistakes, and general signatures."""
