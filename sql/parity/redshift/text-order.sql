-- Redshift sorts text by its bytes. A guess: that a character below the blank, such as a tab, is no exception.
rtrim(value, ' ')
