using CommonTrace.Tests.Architecture;

namespace CommonTrace.Tests.Browser;

/// <summary>What the walks ask of a page from inside it.</summary>
internal static class PageScripts
{
    public const string WatchShifts =
        """
        globalThis.shifted = 0;
        new PerformanceObserver(seen => seen.getEntries().forEach(entry => shifted += entry.value)).observe({ type: 'layout-shift', buffered: true });
        """;

    /// <summary>How far the layout has moved by itself, after what is under way is drawn.</summary>
    public const string Shifted = "() => new Promise(drawn => requestAnimationFrame(() => requestAnimationFrame(() => drawn(shifted))))";

    /// <summary>How many bytes the page and what it loaded take, unpacked, and what of them.</summary>
    public const string Weight =
        """
        () => {
          const loaded = [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')];
          return [loaded.reduce((sum, entry) => sum + entry.decodedBodySize, 0), ...loaded.map(entry => `${new URL(entry.name).pathname} ${entry.decodedBodySize}`)].join(', ');
        }
        """;

    /// <summary>What reaches beyond the right edge; nothing unless the page itself scrolls sideways.</summary>
    public const string Overflowing =
        """
        () => {
          const width = document.documentElement.clientWidth;
          const scrolls = (element) => element && element !== document.body && (getComputedStyle(element).overflowX !== 'visible' || scrolls(element.parentElement));
          const name = (element) => element.tagName.toLowerCase() + (element.id && '#' + element.id) + [...element.classList].map(one => '.' + one).join('');
          return document.documentElement.scrollWidth <= width ? [] : ['scrolls to ' + document.documentElement.scrollWidth].concat([...document.querySelectorAll('body *')]
            .filter(element => element.getBoundingClientRect().right > width + 0.5 && !scrolls(element.parentElement))
            .map(element => `${name(element.parentElement)} > ${name(element)} to ${Math.round(element.getBoundingClientRect().right)}`).slice(0, 8));
        }
        """;

    /// <summary>The serious findings of axe, which must have been loaded: of one rule, or of all.</summary>
    public const string Findings =
        """
        async (rule) => (await axe.run(document, { resultTypes: ['violations'], ...(rule && { runOnly: { type: 'rule', values: [rule] } }) })).violations
          .filter(found => found.impact === 'serious' || found.impact === 'critical')
          .map(found => `${found.id}, ${found.help}: ` + found.nodes.slice(0, 5).map(node => node.target.join(' ') + ' [' + node.any.concat(node.all, node.none).map(check => check.message).join('; ') + ']').join(' | '))
        """;

    /// <summary>Marks what the Tab key is to reach, in the order of the document, and answers how many.</summary>
    public const string MarkStops =
        """
        () => {
          const groups = new Set();
          const isFirst = (radio) => radio.type !== 'radio' || (radio.checked || !document.querySelector(`[name="${radio.name}"]:checked`)) && !groups.has(radio.name) && groups.add(radio.name);
          globalThis.stops = [...document.querySelectorAll('a[href], button, input, select, textarea, summary')]
            .filter(element => !element.disabled && element.type !== 'hidden' && element.tabIndex >= 0 && element.checkVisibility({ visibilityProperty: true }) && isFirst(element));
          document.activeElement?.blur();
          return stops.length;
        }
        """;

    /// <summary>Where the focus is: the number of the stop, -1 elsewhere; and whether it can be seen.</summary>
    public const string Focus =
        """
        () => {
          const element = document.activeElement, style = getComputedStyle(element), place = element.getBoundingClientRect();
          const isSeen = (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0 || style.boxShadow !== 'none')
            && place.width > 0 && place.bottom > 0 && place.top < innerHeight && place.right > 0 && place.left < innerWidth;
          return `${stops.indexOf(element)} ${isSeen ? 'seen' : 'unseen'} ${element.outerHTML.slice(0, 120)}`;
        }
        """;

    public static string Axe { get; } =
        File.ReadAllText(Path.Combine(Repository.Root.FullName, "CommonTrace.Tests", "Browser", "axe", "axe.min.js"));
}
