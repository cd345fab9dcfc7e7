"""What a visitor does with a message of the chat."""

from playwright.sync_api import Locator, Page


def message(page: Page, text: str) -> Locator:
    """Return the message in the log that says this: not one that quotes it, nor one on its way."""
    return page.locator("li[data-message]", has=page.locator(".said", has_text=text))


def choose(page: Page, text: str, action: str) -> None:
    """Open a message's menu with the mouse and choose in it."""
    item = message(page, text)
    item.hover()
    item.locator(".message-menu").click()
    page.get_by_role("menu").get_by_text(action, exact=True).click()


def react(page: Page, text: str, reaction: str) -> None:
    """Choose a reaction in a message's menu."""
    item = message(page, text)
    item.hover()
    item.locator(".message-menu").click()
    page.get_by_role("menuitemcheckbox", name=reaction).click()


def reaction(page: Page, text: str) -> Locator:
    """Return the reactions that stand under a message."""
    return message(page, text).locator("button.reaction")
