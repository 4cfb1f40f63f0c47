"""How a unit is called on paper."""

SEAT_OF_GOVERNMENT = "人民政府"


def formal_name(name: str, government: str) -> str:
    """市水利局 of 开封市人民政府 signs as 开封市水利局; a name that is whole already stays.

    Directives name units as they are known within the city; a paper that leaves it says which city.
    """
    place = government.removesuffix(SEAT_OF_GOVERNMENT)
    short = place[-1:]
    if place and name.startswith(short) and not name.startswith(place):
        return place + name.removeprefix(short)
    return name
