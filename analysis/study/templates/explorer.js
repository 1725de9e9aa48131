// Chart and table at the left, sentences at the right; a click on either says where it was.
function render({ model, el }) {
  el.classList.add("explorer");
  const seen = el.appendChild(document.createElement("div"));
  const behind = el.appendChild(document.createElement("div"));
  behind.className = "behind";
  behind.setAttribute("aria-live", "polite");
  const send = (place) => { model.set("clicked", place); model.save_changes(); };
  const choose = (event) => {
    const row = event.target.closest("tbody tr"), picture = event.target.closest("img");
    if (row) send([row.sectionRowIndex]);
    else if (picture) {
      const box = picture.getBoundingClientRect();
      send([(event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height]);
    } else return;
    seen.querySelector("tr.chosen")?.classList.remove("chosen");
    row?.classList.add("chosen");
  };
  const show = () => {
    seen.innerHTML = model.get("html");
    for (const row of seen.querySelectorAll("tbody tr")) row.tabIndex = 0;
  };
  const open = () => { behind.innerHTML = model.get("behind"); };
  seen.addEventListener("click", choose);
  seen.addEventListener("keydown", (event) => { if (event.key === "Enter") choose(event); });
  model.on("change:html", show);
  model.on("change:behind", open);
  show();
  open();
}
export default { render };
