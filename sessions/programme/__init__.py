"""A programme at scale: agendas, one's own agenda, versions, warnings, the next conference from the last."""
