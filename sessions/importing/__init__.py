"""The organisers' page of imports: a file comes up, is looked at, compared, and written."""
