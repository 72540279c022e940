"""German analysis: words and their folded forms, stems, compound parts, stop words.

`words` (tokens, exact form, key, stem), `compounds` (a splitter learnt from the corpus), `stopwords`.
"""
