/* The search. A classic script, and the index another one that calls it: pages opened from a
   file load no modules and fetch nothing. Words come from search.html, none stand here. */
"use strict";

const glocalSearch = (() => {
  /* -- words: as glocal_ext/core/search.py splits them; a test compares the two -------------- */

  const CJK =
    "\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u{20000}-\u{2ffff}" +
    "\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\uff66-\uff9f";
  const KANA = /[\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\uff66-\uff9f]/;
  const JOINING = "\u3000-\u3002\u3008-\u3011\u3014-\u301f\u30fb\uff01-\uff65";
  const MARKS = "'’‘ʻʼ`";
  const LETTERS = {
    ß: "ss", æ: "ae", œ: "oe", ø: "o", đ: "d", ð: "d", þ: "th", ł: "l", ı: "i", ħ: "h", ς: "σ",
    髙: "高", 﨑: "崎",
  };
  const LETTER = `(?:(?![${CJK}])[\\p{L}\\p{N}])`;
  const WORD = new RegExp(`([${CJK}]+)|${LETTER}+(?:[${MARKS}]${LETTER}+)*`, "gu");
  // In a text that is shown: with its accents, and Japanese with what joins its words.
  const SHOWN = new RegExp(
    `([${CJK}](?:[${CJK}${JOINING}]*[${CJK}])?)` +
      `|(?:(?![${CJK}])[\\p{L}\\p{N}\\p{M}${MARKS}])+`,
    "gu",
  );

  const fold = (text) =>
    text
      .normalize("NFKD")
      .replace(/[\u0300-\u036f]/g, "")
      .toLowerCase()
      .replace(/[ßæœøđðþłıħς髙﨑]/g, (letter) => LETTERS[letter])
      .normalize("NFC");

  /* `asked` leaves out the single character behind the pairs of a run, which only the index
     needs: who looks for 丸亀 means no text that ends in 亀. */
  const split = (text, asked = false) =>
    [...fold(text).matchAll(WORD)].flatMap(([word, run]) => {
      if (run) {
        const letters = [...run];
        const pairs = letters.map((letter, place) => letter + (letters[place + 1] ?? ""));
        return asked && pairs.length > 1 ? pairs.slice(0, -1) : pairs;
      }
      const parts = word.split(new RegExp(`[${MARKS}]`));
      const whole = parts.join("");
      return parts.length > 1 ? [...parts.filter((part) => [...part].length > 1), whole] : [whole];
    });

  // Sphinx's language_data.js has the stemmer and the words that do not count.
  const stemmer = globalThis.Stemmer ? new globalThis.Stemmer() : { stemWord: (word) => word };
  const stems = new Map();
  const stem = (word) => {
    if (!stems.has(word)) stems.set(word, fold(stemmer.stemWord(word)));
    return stems.get(word);
  };
  const idle = new Set([...(globalThis.stopwords ?? [])].map((word) => split(word).at(-1)));

  /* -- the index: what glocal_ext/site/search.py wrote ---------------------------------------- */

  const CHARACTERS = Array.from({ length: 94 }, (_, code) => String.fromCharCode(code + 33))
    .filter((character) => !'"\\|'.includes(character));
  const VALUES = new Map(CHARACTERS.map((character, value) => [character, value]));

  const decode = (text) => {
    const numbers = [];
    let number = -1;
    let forward = 0;
    for (const character of text) {
      const value = VALUES.get(character);
      if (value < 80) {
        numbers.push((number += forward * 80 + value + 1));
        forward = 0;
      } else {
        forward = forward * 11 + value - 79;
      }
    }
    return numbers;
  };

  class Index {
    constructor(data) {
      this.languages = data.languages;
      this.lines = data.units.split("\n");
      this.texts = data.texts.split(" ");
      this.names = data.names.split(" ");
      const words = data.words.split(" ");
      this.places = new Map(words.map((word, place) => [word, place]));
      this.sorted = words.sort();
    }

    unit(number) {
      const [kind, address, title, excerpt] = this.lines[number].split("\t");
      if (kind !== "a") return { kind, page: address, target: "", title, excerpt, issue: "" };
      let above = number;
      while (this.lines[above][0] === "a") above -= 1;
      const issue = this.unit(above);
      return { kind, page: issue.page, target: address, title, excerpt, issue: issue.title };
    }

    /* The words of the index that begin with `start`. */
    beginning(start) {
      let low = 0;
      let high = this.sorted.length;
      while (low < high) {
        const middle = (low + high) >> 1;
        if (this.sorted[middle] < start) low = middle + 1;
        else high = middle;
      }
      while (high < this.sorted.length && this.sorted[high].startsWith(start)) high += 1;
      return this.sorted.slice(low, high);
    }

    /* What is asked for: each word with the words of the index that it means. The last one
       may not be written to its end. */
    understand(query) {
      let words = split(query, true);
      const ended = /\s$/u.test(query);
      const telling = words.filter((word) => !idle.has(word));
      if (telling.length) words = telling;
      return words.map((word, place) => {
        const exact = [...new Set([stem(word), word])].filter((each) => this.places.has(each));
        const single = [...word].length === 1;
        const japanese = new RegExp(`^[${CJK}]`, "u").test(word);
        let begun = [];
        if ((place === words.length - 1 && !ended && !single) || (single && japanese)) {
          begun = [...this.beginning(word), ...this.beginning(stem(word))];
          // “municipali” is on its way to a word whose stem is shorter.
          for (let end = word.length - 1; !exact.length && !begun.length && end >= 5; end -= 1) {
            const start = word.slice(0, end);
            if (word.length - end <= 5 && this.places.has(start)) begun = [start];
          }
        }
        return { word, exact, begun };
      });
    }

    /* The numbers of the units that have all words: first what is called so, then what says so,
       among equals in the order of the index, the newest first. */
    find(asked) {
      const size = this.lines.length;
      const total = new Uint16Array(size);
      const met = new Uint8Array(size);
      const named = new Uint8Array(size);
      asked.forEach(({ exact, begun }, round) => {
        const weights = new Uint8Array(size);
        const weigh = (words, inName, inText) => {
          for (const word of words) {
            const place = this.places.get(word);
            for (const unit of decode(this.texts[place])) {
              weights[unit] = Math.max(weights[unit], inText);
            }
            for (const unit of decode(this.names[place])) {
              weights[unit] = Math.max(weights[unit], inName);
            }
          }
        };
        weigh(exact, 8, 2);
        weigh(begun, 5, 1);
        weights.forEach((weight, unit) => {
          if (weight && met[unit] === round) {
            met[unit] = round + 1;
            total[unit] += weight;
            if (weight >= 5) named[unit] += 1;
          }
        });
      });
      if (!asked.length) return [];
      const wanted = new Set(asked.map(({ word }) => stem(word)));
      const found = [];
      met.forEach((count, unit) => {
        if (count < asked.length) return;
        found.push(unit);
        if (named[unit] < asked.length) return;
        // Its name has every word: a record goes before articles, and what is called just so
        // before all.
        const { kind, title } = this.unit(unit);
        if (kind === "p" || kind === "t") total[unit] += 2;
        const telling = split(title, true).filter((word) => !idle.has(word));
        if (telling.every((word) => wanted.has(stem(word)))) total[unit] += 8;
      });
      return found.sort((one, other) => total[other] - total[one] || one - other);
    }

    /* Other words to look for when nothing was found: the nearest to those that are nowhere,
       or each alone where only their company is. */
    suggest(query, asked) {
      const missing = asked.filter(({ exact, begun }) => !exact.length && !begun.length);
      let tries = asked.length > 1 ? (query.match(SHOWN) ?? []) : [];
      if (missing.length) {
        const near = new Map(missing.map(({ word }) => [word, this.near(word)]));
        const other = (each, turn) => {
          const found = split(each).flatMap((word) => near.get(word) ?? []);
          return found[turn] ?? found[0] ?? each;
        };
        tries = [0, 1, 2].map((turn) => query.replace(SHOWN, (each) => other(each, turn)));
      }
      return [...new Set(tries)]
        .filter((words) => words !== query && this.find(this.understand(words)).length)
        .slice(0, 3);
    }

    /* Words of titles and excerpts that differ from `word` by a slip or two. */
    near(word) {
      this.shown ??= this.vocabulary();
      const slips = word.length > 5 ? 2 : 1;
      const found = [];
      for (const [other, { count, shape }] of this.shown) {
        const distance = slipsBetween(word, other, slips);
        if (distance <= slips) found.push({ distance, count, shape });
      }
      found.sort((one, other) => one.distance - other.distance || other.count - one.count);
      return found.slice(0, 3).map(({ shape }) => shape);
    }

    vocabulary() {
      const counts = new Map();
      for (const line of this.lines) {
        const text = line.slice(line.indexOf("\t", 2));
        for (const [shape] of text.matchAll(/[\p{L}\p{N}\p{M}]+/gu)) {
          counts.set(shape, (counts.get(shape) ?? 0) + 1);
        }
      }
      const shown = new Map();
      for (const [shape, count] of counts) {
        const word = split(shape).at(-1) ?? "";
        const known = shown.get(word);
        if (known) known.count += count;
        else if (word.length > 2) shown.set(word, { count, shape });
      }
      return shown;
    }
  }

  /* Damerau's distance of neighbours, or more than `most`. */
  const slipsBetween = (one, other, most) => {
    if (Math.abs(one.length - other.length) > most) return most + 1;
    let before = [];
    let last = Array.from({ length: other.length + 1 }, (_, place) => place);
    for (let i = 1; i <= one.length; i += 1) {
      const row = [i];
      for (let j = 1; j <= other.length; j += 1) {
        const same = one[i - 1] === other[j - 1];
        row[j] = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (same ? 0 : 1));
        if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]) {
          row[j] = Math.min(row[j], before[j - 2] + 1);
        }
      }
      if (Math.min(...row) > most) return most + 1;
      [before, last] = [last, row];
    }
    return last[other.length];
  };

  /* -- the page -------------------------------------------------------------------------------- */

  const PAGE = 20;

  const page = () => {
    const form = document.querySelector("form[role=search]");
    const field = form.querySelector("input");
    const place = document.querySelector("#search-results");
    const status = document.querySelector("#search-status");
    const root = document.documentElement.dataset.content_root ?? "";
    const title = document.title;
    const copy = (name) => document.querySelector(`#search-${name}`).content.cloneNode(true);
    const said = (name, words, count) =>
      status.dataset[name].replace(/\{(count|words)\}/g, (_, each) => ({ count, words })[each]);
    let index;
    let shown;

    const address = ({ page: name, target }) =>
      `${root}${name.split("/").map(encodeURIComponent).join("/")}.html${target && `#${target}`}`;

    /* Put `text` into `element`, its Japanese and Chinese with their language, and what `hit`
       says of a word marked. */
    const write = (element, text, hit, runs) => {
      let end = 0;
      for (const match of text.matchAll(SHOWN)) {
        const [piece, run] = match;
        element.append(text.slice(end, match.index));
        end = match.index + piece.length;
        if (run) {
          const span = document.createElement("span");
          span.lang = KANA.test(run) ? "ja" : (index.languages[run] ?? "ja");
          mark(span, run, runs);
          element.append(span);
        } else if (hit(piece)) {
          element.append(marked(piece));
        } else {
          element.append(piece);
        }
      }
      element.append(text.slice(end));
    };
    const marked = (text) => {
      const element = document.createElement("mark");
      element.textContent = text;
      return element;
    };
    const mark = (element, text, runs) => {
      let rest = text;
      while (rest) {
        const next = runs
          .map((run) => [rest.indexOf(run), run])
          .filter(([at]) => at >= 0)
          .sort(([one], [other]) => one - other)[0];
        if (!next) break;
        const [at, run] = next;
        element.append(rest.slice(0, at), marked(run));
        rest = rest.slice(at + run.length);
      }
      element.append(rest);
    };

    const add = (list, numbers, asked, query) => {
      const meant = new Set(asked.flatMap(({ exact, begun }) => [...exact, ...begun]));
      const hit = (piece) =>
        split(piece).some((word) => !idle.has(word) && (meant.has(word) || meant.has(stem(word))));
      const runs = query.match(new RegExp(`[${CJK}]+`, "gu")) ?? [];
      const nothing = () => false;
      for (const number of numbers) {
        const unit = index.unit(number);
        const item = copy("result");
        const link = item.querySelector("a");
        link.href = address(unit);
        write(link, unit.title, nothing, []);
        const [where, excerpt] = item.querySelectorAll("p");
        const kind = place.dataset[unit.kind] ?? "";
        if (unit.issue || kind) write(where, unit.issue || kind, nothing, []);
        else where.remove();
        if (unit.excerpt) write(excerpt, unit.excerpt, hit, runs);
        else excerpt.remove();
        list.append(item);
      }
    };

    const results = (found, asked, query) => {
      const list = document.createElement("ol");
      add(list, found.slice(0, PAGE), asked, query);
      place.replaceChildren(list);
      if (found.length <= PAGE) return;
      place.append(copy("more"));
      const button = place.querySelector("button");
      button.addEventListener("click", () => {
        const count = list.children.length;
        add(list, found.slice(count, count + PAGE), asked, query);
        if (list.children.length === found.length) button.remove();
        list.children[count].querySelector("a").focus();
      });
    };

    const nothing = (asked, query) => {
      place.replaceChildren(copy("nothing"));
      const offer = place.querySelector("[data-offer]");
      const words = index.suggest(query, asked);
      if (!words.length) offer.remove();
      for (const each of words) {
        const item = document.createElement("li");
        const link = document.createElement("a");
        link.href = `?q=${encodeURIComponent(each)}`;
        link.textContent = each;
        item.append(link);
        offer.querySelector("ul").append(item);
      }
    };

    const search = () => {
      const query = field.value;
      const words = query.trim();
      if (query === shown) return;
      shown = query;
      document.title = words ? `${words} – ${title}` : title;
      if (!words) {
        status.textContent = "";
        place.replaceChildren();
        return;
      }
      const asked = index.understand(query);
      const found = index.find(asked);
      status.textContent = said(
        found.length === 1 ? "one" : found.length ? "other" : "none",
        words,
        found.length.toLocaleString(document.documentElement.lang),
      );
      if (found.length) results(found, asked, query);
      else nothing(asked, words);
    };

    const keep = () => {
      const words = field.value.trim();
      try {
        history.replaceState(null, "", words ? `?q=${encodeURIComponent(words)}` : location.pathname);
      } catch {
        // A page opened from a file may not change its address.
      }
    };

    let waiting;
    const soon = () => {
      clearTimeout(waiting);
      waiting = setTimeout(() => {
        search();
        keep();
      }, 150);
    };

    field.value = new URLSearchParams(location.search).get("q") ?? "";
    if (field.value) status.textContent = status.dataset.wait;
    form.addEventListener("submit", (event) => {
      if (!index) return; // the address brings the words along
      event.preventDefault();
      clearTimeout(waiting);
      search();
      keep();
    });
    // What an input method is still composing is no word yet.
    field.addEventListener("input", (event) => index && !event.isComposing && soon());
    field.addEventListener("compositionend", () => index && soon());

    return (data) => {
      index = new Index(data);
      search();
    };
  };

  const load = globalThis.document ? page() : () => {};
  return Object.assign(load, { Index, decode, fold, split, stem });
})();
