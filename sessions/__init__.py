"""What happens when: sessions, their speakers and roles, who may enter, and a session's life."""
