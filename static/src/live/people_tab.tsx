/** The head of the people's panel: how many are here. */

import { Coming, rest } from "./afterwards.tsx";
import { type CountedScreen, moreHeads } from "./screens.ts";
import { offersTab } from "./tabs.tsx";
import { fill, gettext, ngettext } from "./texts.ts";

const PeoplePanel = rest.part("PeoplePanel", <Coming what={gettext("People")} />);

function hereNow(count: number): string {
  return fill(ngettext("%(count)s person here now", "%(count)s people here now", count), { count });
}

/** The count of who is signed in, and apart from it how many more sit at shared screens. */
export function counted(count: number, screens: CountedScreen[]): string {
  const more = moreHeads(screens);
  if (more === 0) {
    return hereNow(count);
  }
  const words = ngettext("and %(count)s more at shared screens", "and %(count)s more at shared screens", more);
  return `${hereNow(count)}, ${fill(words, { count: more })}`;
}

function Waiting() {
  return <p class="quiet panel-pad">{gettext("The list comes as soon as the line is up.")}</p>;
}

offersTab(30, ({ store }) => {
  const present = store.asides.value.present;
  const count = present?.count ?? 0;
  return {
    id: "people",
    label: gettext("People"),
    icon: "users",
    count,
    counted: counted(count, store.room.value.screens),
    panel: () => (present ? <PeoplePanel count={count} /> : <Waiting />),
  };
});
