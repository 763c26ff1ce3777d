-- Redshift sorts text by its bytes. A guess: this includes characters below the space, such as a tab.
rtrim("${value}", ' ')
