import {safeLines} from '../../format/safe-text.js';
import {type TokenType, tokenize} from '../../sql/scanner.js';
import type {Column, Row, Value} from '../../warehouse/warehouse.js';
import {shortenDouble, shownText} from '../value-text.js';
import {chartSvg, escapeXml} from './chart-svg.js';
import {
	failureText,
	outputCaption,
	type Report,
	type ReportPart,
	reportRows,
	type ShownOutput,
	shownOutputs,
} from './report.js';

/** Writes a report as one HTML file without scripts, for light and dark, that needs no network. Loads the Markdown compiler. */
export async function* htmlReport({title, facts, parts}: Report): AsyncGenerator<string> {
	const [{micromark}, {gfm, gfmHtml}] = await Promise.all([
		import('micromark'),
		import('micromark-extension-gfm'),
	]);
	// Raw HTML and links with other protocols than those of the web are escaped by default.
	const options = {extensions: [gfm()], htmlExtensions: [gfmHtml()]};
	yield `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeXml(title)}</title>
<style>${style}</style>
<main>
<header>${facts.map(fact => `<div>${escapeXml(fact)}</div>`).join('')}</header>
`;
	for (const part of parts)
		yield part.type === 'prose' ? `${micromark(part.markdown, options)}\n` : cellHtml(part);
	yield '</main>\n</html>\n';
}

function cellHtml({cell: {sql, info}, run}: Extract<ReportPart, {readonly type: 'cell'}>): string {
	const {name, chart} = info;
	const outputs =
		run === undefined
			? ['<p class="caption">Not run.</p>']
			: shownOutputs(run, chart).map(output => outputHtml(output, name));
	const label = name === undefined ? '' : `<div class="name">${escapeXml(name)}</div>`;
	return `<section>${label}<pre class="sql"><code>${highlighted(sql)}</code></pre>\n${outputs.join('')}</section>\n`;
}

function outputHtml({output, data, notes}: ShownOutput, name: string | undefined): string {
	const notices = output.notices
		.map(notice => `<pre class="notice">${escapeXml(safeLines(notice))}</pre>`)
		.join('');
	const captions = [outputCaption(output, reportRows), ...notes, ...(data?.notes ?? [])];
	const caption = `<p class="caption">${escapeXml(captions.join(' · '))}</p>\n`;
	if (output.type === 'error')
		return `${notices}<pre class="error">${escapeXml(failureText(output.failure))}</pre>${caption}`;
	const table = output.type === 'result' ? tableHtml(output.columns, output.rows.slice(0, reportRows)) : '';
	if (data === undefined) return notices + table + caption;
	const figures = `<details><summary>Figures</summary>${table}</details>`;
	return `${notices}<figure>${chartSvg(data, name ?? data.type)}</figure>${figures}${caption}`;
}

function tableHtml(columns: readonly Column[], rows: readonly Row[]): string {
	if (columns.length === 0) return '';
	const align = ({type}: Column) => (type === 'number' ? ' class="number"' : '');
	const head = columns
		.map(column => `<th${align(column)}>${escapeXml(shownText(column.name))}</th>`)
		.join('');
	const body = rows
		.map(
			row =>
				`<tr>${columns.map((column, index) => `<td${align(column)}>${cell(row[index])}</td>`).join('')}</tr>`,
		)
		.join('\n');
	return `<div class="table"><table><thead><tr>${head}</tr></thead><tbody>${body}</tbody></table></div>`;
}

function cell(value: Value | undefined): string {
	const text = escapeXml(shownText(shortenDouble(value)));
	return value === null || value === undefined ? `<span class="null">${text}</span>` : text;
}

const classes: Readonly<Partial<Record<TokenType, string>>> = {
	keyword: 'k',
	string: 's',
	number: 'n',
	comment: 'c',
	parameter: 'p',
};

function highlighted(sql: string): string {
	return tokenize(sql)
		.map(({type, start, end}) => {
			const text = escapeXml(safeLines(sql.slice(start, end)));
			const name = classes[type];
			return name === undefined ? text : `<span class="${name}">${text}</span>`;
		})
		.join('');
}

const style = `
:root { color-scheme: light dark; --page: #fff; --ink: #1c2024; --muted: #60666e; --rule: #dfe3e8; --panel: #f5f7f9;
	--series-0: #2a6fdb; --series-1: #c2410c; --series-2: #0f766e; --series-3: #9333ea; --series-4: #a16207; --series-5: #be185d;
	--error: #b42318; }
@media (prefers-color-scheme: dark) { :root { --page: #15181c; --ink: #e6e9ec; --muted: #9aa3ad; --rule: #30363d; --panel: #1d2127;
	--series-0: #6ea8fe; --series-1: #fb923c; --series-2: #2dd4bf; --series-3: #c084fc; --series-4: #facc15; --series-5: #f472b6;
	--error: #ff8a80; } }
body { background: var(--page); color: var(--ink); font: 16px/1.55 system-ui, sans-serif; margin: 0; }
main { max-width: 46rem; margin: 2.5rem auto; padding: 0 1.25rem; }
header { color: var(--muted); font-size: .85rem; border-bottom: 1px solid var(--rule); padding-bottom: .75rem; margin-bottom: 1.5rem; }
h1, h2, h3 { line-height: 1.25; margin: 2rem 0 .5rem; }
a { color: var(--series-0); }
section { margin: 1.25rem 0 1.75rem; }
.name { color: var(--muted); font: .8rem ui-monospace, monospace; margin-bottom: .25rem; }
pre { background: var(--panel); border-radius: 6px; font: .85rem/1.5 ui-monospace, monospace; margin: 0; overflow-x: auto; padding: .75rem 1rem; tab-size: 4; }
pre.error { border-left: 3px solid var(--error); color: var(--error); margin-top: .5rem; white-space: pre-wrap; }
pre.notice { color: var(--muted); margin-top: .5rem; white-space: pre-wrap; }
.k { color: var(--series-0); font-weight: 600; } .s { color: var(--series-2); } .n { color: var(--series-1); } .c { color: var(--muted); font-style: italic; } .p { color: var(--series-3); }
.table { margin-top: .75rem; max-height: 28rem; overflow: auto; }
table { border-collapse: collapse; font-size: .875rem; font-variant-numeric: tabular-nums; }
th, td { border-bottom: 1px solid var(--rule); padding: .25rem .9rem .25rem 0; text-align: left; white-space: pre-wrap; vertical-align: top; }
th { background: var(--page); font-weight: 600; position: sticky; top: 0; }
.number { text-align: right; }
.null { color: var(--muted); font-style: italic; }
.caption { color: var(--muted); font-size: .8rem; margin: .4rem 0 0; }
figure { margin: .75rem 0 0; } svg { display: block; height: auto; max-width: 100%; font-family: system-ui, sans-serif; }
details { margin-top: .4rem; } summary { color: var(--muted); cursor: pointer; font-size: .8rem; }
@media print { .table { max-height: none; } details { display: none; } }
`;
