/** Shows what became of it. The witness of this example is made up: 159 KB, as a Miden mint has. */
const list = document.querySelector("dl");

document.querySelector("button").addEventListener("click", async () => {
  list.replaceChildren();
  const witness = Array.from(new TextEncoder().encode("WITNESS-".repeat(19_820)));
  const outcome = await chrome.runtime.sendMessage({ witness });
  for (const [name, value] of Object.entries(outcome)) {
    const [term, description] = [document.createElement("dt"), document.createElement("dd")];
    term.textContent = name;
    description.textContent = String(value);
    list.append(term, description);
  }
  document.title = "Done";
});
