"use strict";
// The view chosen once is carried along the links to the other notebooks, as part of the address.
const all = (selector) => [...document.querySelectorAll(selector)];
const views = all("[name=view]");
const show = () => {
  const view = views.find((each) => each.checked).id;
  all("details.code").forEach((each) => { each.open = view === "code"; });
  all("a.along").forEach((each) => { each.hash = view === "reading" ? "" : `view-${view}`; });
  reach();
};
// What scrolls sideways can be reached and scrolled with the keyboard.
const reach = () => all(".output_html, .highlight, .output_text").forEach((each) => {
  if (each.scrollWidth > each.clientWidth) each.tabIndex = 0;
  else each.removeAttribute("tabindex");
});
const wanted = views.find((each) => `#view-${each.id}` === location.hash);
if (wanted) wanted.checked = true;
views.forEach((each) => each.addEventListener("change", show));
addEventListener("resize", reach);
show();
