// Goes through a page by keyboard alone, and tells what it could not reach, see or do there.

const OPERATED =
  "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']";

// What can be operated is reached by Tab, in the order in which it stands, each visibly, and then
// Tab leads out again; the first stop leads past the navigation; what is wider than its box is
// scrolled; where words are to be sent too, a field takes them, and Enter leads on with them.
export async function byKeyboard(page, { sending }) {
  const count = await page.evaluate(watch, OPERATED);
  const keys = await page.context().newCDPSession(page);
  const tab = { key: "Tab", code: "Tab", windowsVirtualKeyCode: 9 };
  const pressed = [];
  for (let number = 0; number <= count; number += 1) {
    pressed.push(keys.send("Input.dispatchKeyEvent", { type: "rawKeyDown", ...tab }));
    pressed.push(keys.send("Input.dispatchKeyEvent", { type: "keyUp", ...tab }));
  }
  await Promise.all(pressed);
  await keys.detach();
  const troubles = await page.evaluate(wentThrough);
  troubles.push(...(await skips(page)), ...(await scrolls(page)));
  if (sending) troubles.push(...(await sends(page)));
  return { reached: count, troubles };
}

// In the page: begins at its top, notes each stop, and what is wrong with it while the focus is
// there.
function watch(operated) {
  document.body.tabIndex = -1;
  document.body.focus();
  document.body.removeAttribute("tabindex");
  window.expected = [...document.querySelectorAll(operated)].filter((one) => one.checkVisibility());
  window.stopped = [];
  window.wrong = [];
  if (window.watched) return window.expected.length;
  window.watched = true;
  document.addEventListener("focusin", ({ target }) => {
    window.stopped.push(target);
    const style = getComputedStyle(target);
    const isMarked = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
    const box = target.getClientRects()[0];
    const isThere = box && box.width > 1 && box.height > 1 && box.left >= 0 && box.top + scrollY >= 0;
    if (!isMarked || !isThere) window.wrong.push(target);
  });
  return window.expected.length;
}

// In the page: what Tab did not reach in its order, or only unseen, and whether it led out.
function wentThrough() {
  const told = (one) => one.outerHTML.slice(0, 200);
  const troubles = window.wrong.map((one) => `the focus is not seen on ${told(one)}`);
  const at = window.expected.findIndex((one, number) => window.stopped[number] !== one);
  if (at >= 0) troubles.push(`Tab does not lead on to ${told(window.expected[at])}`);
  const last = document.activeElement;
  if (last !== document.body && last !== window.expected[0]) {
    troubles.push(`Tab does not lead out, but to ${told(last)}`);
  }
  return troubles.slice(0, 5);
}

// The first stop is a link that leads to the content.
async function skips(page) {
  await page.evaluate(() => window.expected[0].focus());
  await page.keyboard.press("Enter");
  const isThere = () => document.activeElement === document.querySelector("main");
  return (await page.evaluate(isThere)) ? [] : ["the first stop does not lead to the content"];
}

// What is wider than its box can be reached, and is moved by the arrow keys.
async function scrolls(page) {
  const troubles = [];
  const boxes = await page.evaluate(() => {
    window.wide = [...document.querySelectorAll("main *")].filter(
      (one) =>
        one.scrollWidth > one.clientWidth + 1 &&
        ["auto", "scroll"].includes(getComputedStyle(one).overflowX),
    );
    return window.wide.map((one) => [one.outerHTML.slice(0, 120), one.matches("[tabindex='0']")]);
  });
  for (const [number, [told, isReached]] of boxes.entries()) {
    if (!isReached) troubles.push(`cannot be scrolled by keyboard: ${told}`);
    await page.evaluate((which) => window.wide[which].focus(), number);
    await page.keyboard.press("ArrowRight");
    const isMoved = (which) => window.wide[which].scrollLeft > 0;
    await page.waitForFunction(isMoved, number, { timeout: 30000 }).catch(() => {
      troubles.push(`the arrows do not scroll ${told}`);
    });
  }
  return troubles;
}

// The first field of a form takes what is typed, and Enter sends it.
async function sends(page) {
  const field = page.locator("main form input:not([type=hidden])").first();
  if (!(await field.count())) return [];
  await field.focus();
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.insertText("Asia/Kathmandu");
  const sent = page.waitForURL(/Kathmandu/, { timeout: 60000 });
  await page.keyboard.press("Enter");
  return sent.then(() => [], () => ["Enter does not send what was typed"]);
}
