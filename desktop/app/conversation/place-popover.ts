/** Shows a popover at a button: below it where there is room, else above, and always inside of the window. */
export function showAt(popover: HTMLElement, button: Element): void {
  popover.showPopover();
  const edge = button.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = popover;
  const isBelow = edge.bottom + 4 + height <= innerHeight - 8;
  popover.style.top = `${isBelow ? edge.bottom + 4 : Math.max(8, edge.top - height - 4)}px`;
  popover.style.left = `${Math.max(8, Math.min(edge.right - width, innerWidth - width - 8))}px`;
}
