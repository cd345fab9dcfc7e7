"""News and announcements of the programme and its working groups: pages, feeds, a weekly letter."""
