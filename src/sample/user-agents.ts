/**
The browsers that listeners use, as their events name them; the common ones first.
Most values are wrapped in quotes that belong to the value, as in the logs of the real application.
*/
export const userAgents = [
	quoted(macintosh('10_9_4', 'Chrome/36.0.1985.143 Safari/537.36')),
	'Mozilla/5.0 (Windows NT 6.1; WOW64; rv:31.0) Gecko/20100101 Firefox/31.0',
	quoted(windows('6.1; WOW64', 'Chrome/36.0.1985.143 Safari/537.36')),
	quoted(macintosh('10_9_4', 'Version/7.0.6 Safari/537.78.2', '537.78.2')),
	quoted(windows('6.3; WOW64', 'Chrome/36.0.1985.143 Safari/537.36')),
	'Mozilla/5.0 (Macintosh; Intel Mac OS X 10.9; rv:31.0) Gecko/20100101 Firefox/31.0',
	quoted(phone('7_1_2', '11D257')),
	quoted(linux('Chrome/37.0.2062.94 Safari/537.36')),
	'Mozilla/5.0 (Windows NT 6.1; WOW64; Trident/7.0; rv:11.0) like Gecko',
	quoted(windows('6.1; WOW64', 'Chrome/35.0.1916.153 Safari/537.36')),
	quoted(macintosh('10_10_0', 'Chrome/36.0.1985.143 Safari/537.36')),
	'Mozilla/5.0 (X11; Ubuntu; Linux x86_64; rv:31.0) Gecko/20100101 Firefox/31.0',
	quoted(windows('5.1', 'Chrome/36.0.1985.143 Safari/537.36')),
	'Mozilla/5.0 (Windows NT 6.3; WOW64; rv:32.0) Gecko/20100101 Firefox/32.0',
	quoted(linux('Ubuntu Chromium/36.0.1985.125 Chrome/36.0.1985.125 Safari/537.36')),
	quoted(
		'Mozilla/5.0 (iPad; CPU OS 7_1_2 like Mac OS X) AppleWebKit/537.51.2 (KHTML, like Gecko) Version/7.0 Mobile/11D257 Safari/9537.53',
	),
	'Mozilla/5.0 (compatible; MSIE 9.0; Windows NT 6.1; WOW64; Trident/5.0)',
	quoted(macintosh('10_6_8', 'Version/5.1.9 Safari/534.59.10', '534.59.10')),
] as const;

function quoted(agent: string): string {
	return `"${agent}"`;
}

function macintosh(system: string, browser: string, kit = '537.36'): string {
	return `Mozilla/5.0 (Macintosh; Intel Mac OS X ${system}) AppleWebKit/${kit} (KHTML, like Gecko) ${browser}`;
}

function windows(system: string, browser: string): string {
	return `Mozilla/5.0 (Windows NT ${system}) AppleWebKit/537.36 (KHTML, like Gecko) ${browser}`;
}

function linux(browser: string): string {
	return `Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) ${browser}`;
}

function phone(system: string, build: string): string {
	return `Mozilla/5.0 (iPhone; CPU iPhone OS ${system} like Mac OS X) AppleWebKit/537.51.2 (KHTML, like Gecko) Version/7.0 Mobile/${build} Safari/9537.53`;
}
