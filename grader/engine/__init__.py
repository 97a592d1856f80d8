"""The engine: one pytest item per check; pytest-json-report is the record of a run."""
