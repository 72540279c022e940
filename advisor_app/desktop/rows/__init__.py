"""Lists of entries as rows: model, painting, list. Every page that lists items shows the same rows."""
