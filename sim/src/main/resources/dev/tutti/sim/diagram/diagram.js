"use strict";
(() => {
  const main = document.querySelector("main");
  const svg = main.querySelector("svg");
  const size = { width: svg.width.baseVal.value, height: svg.height.baseVal.value };
  let scale = 1, x = 0, y = 0;

  function place() {
    svg.style.transform = `translate(${x}px, ${y}px) scale(${scale})`;
  }

  function zoom(by, atX, atY) {
    const next = Math.min(20, Math.max(0.02, scale * by));
    x = atX - (atX - x) * next / scale;
    y = atY - (atY - y) * next / scale;
    scale = next;
    place();
  }

  function fit() {
    scale = Math.min(main.clientWidth / size.width, main.clientHeight / size.height, 1);
    x = 0;
    y = 0;
    place();
  }

  main.addEventListener("wheel", event => {
    event.preventDefault();
    const box = main.getBoundingClientRect();
    zoom(Math.exp(-event.deltaY / 400), event.clientX - box.left, event.clientY - box.top);
  }, { passive: false });

  let drag = null;
  main.addEventListener("pointerdown", event => { drag = { x: event.clientX - x, y: event.clientY - y }; });
  window.addEventListener("pointermove", event => {
    if (drag) {
      x = event.clientX - drag.x;
      y = event.clientY - drag.y;
      place();
    }
  });
  window.addEventListener("pointerup", () => { drag = null; });

  const middle = by => zoom(by, main.clientWidth / 2, main.clientHeight / 2);
  document.getElementById("fit").addEventListener("click", fit);
  document.getElementById("plus").addEventListener("click", () => middle(1.5));
  document.getElementById("minus").addEventListener("click", () => middle(1 / 1.5));

  for (const box of document.querySelectorAll("[data-shows]")) {
    const show = () => {
      for (const part of svg.querySelectorAll("." + box.dataset.shows)) {
        part.style.display = box.checked ? "" : "none";
      }
    };
    box.addEventListener("change", show);
    show();
  }

  function emphasise(chosen) {
    for (const part of svg.querySelectorAll("[data-message]")) {
      part.classList.toggle("faded", !chosen(part.dataset.message));
    }
  }

  const only = document.getElementById("only");
  only.addEventListener("input", () => emphasise(id => id.includes(only.value)));

  let clicked = null;
  svg.addEventListener("click", event => {
    const message = event.target.closest("[data-message]");
    if (message) {
      clicked = clicked === message.dataset.message ? null : message.dataset.message;
      emphasise(id => clicked === null || id === clicked);
    }
  });

  for (const link of document.querySelectorAll(".violated a")) {
    link.addEventListener("click", event => {
      event.preventDefault();
      const circle = svg.querySelector(link.getAttribute("href") + " circle");
      scale = 1.2;
      x = main.clientWidth / 2 - circle.cx.baseVal.value * scale;
      y = main.clientHeight / 2 - circle.cy.baseVal.value * scale;
      place();
    });
  }

  fit();
})();
