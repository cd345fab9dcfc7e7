/** Stars without leaving the page: the button's own form is sent by script, focus and scroll stay. */

async function send(form: HTMLFormElement, button: HTMLButtonElement): Promise<boolean> {
  const data = new FormData(form);
  data.set(button.name, button.value);
  try {
    const answer = await fetch(form.action, {
      method: "POST",
      body: data,
      headers: { accept: "application/json" },
    });
    return answer.ok;
  } catch {
    return false;
  }
}

function show(button: HTMLButtonElement, isStarred: boolean): void {
  button.name = isStarred ? "unstar" : "star";
  button.setAttribute("aria-pressed", String(isStarred));
}

/** Take over the form of stars; what can't be sent so is sent as the plain form, which tells why. */
export function toggleStars(): void {
  const form = document.querySelector<HTMLFormElement>("form#stars");
  form?.addEventListener("submit", (event) => {
    const button = event.submitter;
    if (!(button instanceof HTMLButtonElement) || button.ariaBusy === "true") {
      event.preventDefault();
      return;
    }
    if (button.dataset.plain) {
      return;
    }
    event.preventDefault();
    const isStarred = button.name === "star";
    button.ariaBusy = "true";
    void send(form, button).then((isTaken) => {
      button.ariaBusy = "false";
      if (isTaken) {
        show(button, isStarred);
      } else {
        button.dataset.plain = "yes";
        // Not in the same breath: a form that is still being submitted can't be submitted again.
        setTimeout(() => form.requestSubmit(button));
      }
    });
  });
}
