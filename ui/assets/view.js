// Shows the HTML that Python made, opens plain clicks on its links in place, and shows explanations to mouse and keyboard.
const shown = new WeakMap();

export default function ({ data, parentElement }) {
  const root = rootIn(parentElement);
  // A rerun with the same content must not lose the focus, one with other content not the scroll position.
  if (shown.get(root) === data.html) return;
  const scrolled = root.querySelector(".frame")?.scrollLeft ?? 0;
  root.replaceChildren(document.createRange().createContextualFragment(data.html));
  const frame = root.querySelector(".frame");
  if (frame) frame.scrollLeft = scrolled;
  shown.set(root, data.html);
}

function rootIn(parent) {
  const old = parent.querySelector(".assay");
  if (old) return old;
  const root = document.createElement("div");
  root.className = "assay";
  const explained = (event) => explain(root, event.target.closest?.("[data-tip]"));
  root.addEventListener("click", openInPlace);
  root.addEventListener("mouseover", explained);
  root.addEventListener("focusin", explained);
  root.addEventListener("mouseleave", () => explain(root, null));
  root.addEventListener("focusout", () => explain(root, null));
  root.addEventListener("scroll", () => explain(root, null), true);
  root.addEventListener("keydown", (event) => event.key === "Escape" && explain(root, null));
  parent.appendChild(root);
  return root;
}

// Streamlit answers the back button in place: it reruns with the page and the query that the address bar has then. A click does
// the same thing forwards: one history entry, one rerun, no reload. Ctrl, Shift and the middle button stay the browser's.
function openInPlace(event) {
  const link = event.target.closest?.("a[href]");
  const isPlain = event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;
  if (!link || !isPlain) return;
  event.preventDefault();
  if (link.href === location.href) return;
  history.pushState({}, "", link.href);
  dispatchEvent(new PopStateEvent("popstate", { state: {} }));
}

function explain(root, owner) {
  const old = root.querySelector(".tip");
  if (old && old.owner === owner) return;
  old?.remove();
  if (!owner) return;
  const tip = document.createElement("div");
  tip.className = "tip";
  tip.setAttribute("aria-hidden", "true"); // the owner's aria-description says it already
  tip.popover = "manual"; // the top layer: no scrolling frame cuts it off
  tip.textContent = owner.dataset.tip;
  tip.owner = owner;
  root.appendChild(tip);
  tip.showPopover();
  place(tip, owner.getBoundingClientRect());
}

function place(tip, owner) {
  const box = tip.getBoundingClientRect();
  const left = Math.min(owner.left, innerWidth - box.width - 8);
  const isBelow = owner.bottom + box.height + 8 < innerHeight;
  tip.style.left = `${Math.max(8, left)}px`;
  tip.style.top = `${isBelow ? owner.bottom + 4 : Math.max(8, owner.top - box.height - 4)}px`;
}
