// Picture and rows at the left, the sentences behind a row at the right; a click says where it was.
function render({ model, el }) {
  el.classList.add("explorer");
  el.innerHTML = "<div><div class=picture></div><div class=rows></div></div><div class=behind aria-live=polite></div>";
  const find = (name) => el.querySelector(`.${name}`);
  const mark = () => find("rows").querySelectorAll("tbody tr").forEach((row, number) => {
    row.tabIndex = 0;
    row.classList.toggle("chosen", number === model.get("chosen"));
  });
  for (const name of ["picture", "rows", "behind"]) {
    const fill = () => {
      find(name).innerHTML = model.get(name);
      if (name !== "picture") find(name).closest(".explorer > *").scrollTop = 0;
      mark();
    };
    model.on(`change:${name}`, fill);
    fill();
  }
  model.on("change:chosen", mark);
  const choose = ({ target, clientX, clientY }) => {
    const row = target.closest(".rows tbody tr"), box = target.closest("img")?.getBoundingClientRect();
    if (!row && !box) return;
    model.send(row ? [row.sectionRowIndex]
      : [(clientX - box.left) / box.width, (clientY - box.top) / box.height]);
  };
  el.addEventListener("click", choose);
  el.addEventListener("keydown", (event) => { if (event.key === "Enter") choose(event); });
}
export default { render };
