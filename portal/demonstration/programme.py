"""The programme itself, its two sides, and the organisations that take part (these are made up)."""

from accounts.programmes import SideFacts
from portal.demonstration.facts import Words

SHORT_NAME = "CSPP"
NAME = Words(
    "US-Russia Civil Society Partnership Program",
    "Российско-американская программа партнёрства гражданского общества",
)
GOAL = Words(
    "Sustainable mechanisms for the development and delivery of recommendations from citizens to "
    "policymakers",
    "Устойчивые механизмы, с помощью которых граждане вырабатывают рекомендации и доносят их до "
    "тех, кто принимает решения",
)
SIDES = (
    SideFacts("us", "United States", "Соединённые Штаты", ("US",)),
    SideFacts("ru", "Russia", "Россия", ("RU",)),
)

# In the order of the working groups' themes, so that co-chairs come from a house of their theme.
AMERICAN = (
    Words("Open Ledger", "«Открытый реестр»"),
    Words("Harbor Street Neighbors", "«Соседи с Харбор-стрит»"),
    Words("Clear Rivers Network", "Сеть «Чистые реки»"),
    Words("Classroom Bridges", "«Школьные мосты»"),
    Words("New Arrivals Center", "Центр помощи приезжим"),
    Words("Safe Childhood Forum", "Форум «Безопасное детство»"),
    Words("Youth Voices Lab", "Лаборатория «Голоса молодых»"),
    Words("Equal Footing", "«На равных»"),
    Words("Free Page Initiative", "Инициатива «Свободная полоса»"),
    Words("Prairie Health Partners", "«Партнёры здоровья прерий»"),
    Words("Rights at Hand", "«Права под рукой»"),
    Words("Civic Watch"),
)
RUSSIAN = (
    Words("Transparent Budget", "«Прозрачный бюджет»", "ru"),
    Words("Our Courtyard", "«Наш двор»", "ru"),
    Words("Living Water of Siberia", "«Живая вода Сибири»", "ru"),
    Words("School Without Walls", "«Школа без стен»", "ru"),
    Words("Road and Home", "«Дорога и дом»", "ru"),
    Words("Warm Home of Childhood", "«Тёплый дом детства»", "ru"),
    Words("Young Shore", "«Молодой берег»", "ru"),
    Words("Equal Voice", "«Равный голос»", "ru"),
    Words("Open Newsroom", "«Открытая редакция»", "ru"),
    Words("Health Nearby", "«Здоровье рядом»", "ru"),
    Words("Legal Compass", "«Правовой компас»", "ru"),
    Words("", "«Гражданская мастерская»", "ru"),
)
ORGANISATIONS = {"US": AMERICAN, "RU": RUSSIAN}
