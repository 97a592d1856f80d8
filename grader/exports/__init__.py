"""Results of a gradebook in the form that a platform, a spreadsheet or a program takes them in."""
