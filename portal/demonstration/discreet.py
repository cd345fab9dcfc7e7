"""What of the demonstration was taken out of sight, and what waits to be confirmed."""

from portal.demonstration.facts import Words

# Named a person who had not agreed to it; nobody of this name is in the demonstration, nor anywhere else.
DECISION_NAMED = Words(
    "The group reads the draft that Mr Exampleby of the city’s finance office sends.", ""
)
ACTION_NAMED = Words("Send the group the links that Ms Exampleby of the register gave us.", "")
REASON = "It named a person who had not agreed to be named."

# A member whom a co-chair admitted by their address alone, and a delegate who asks that it be confirmed.
BY_ADDRESS = 61
ASKING = 58
ASKING_TITLE = Words("Reading rooms on the river", "Читальни у реки", "ru")
PROOF = (
    "Меня назовёт наш отдел международных связей: телефон на сайте организации, раздел «Контакты»."
)
