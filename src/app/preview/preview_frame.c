/* SPDX-License-Identifier: MIT */
/* The frame: the views of one page side by side, each in an <iframe> where nothing runs. It holds no word of
 * the blog, so that the only script that there is has nothing to read but numbers. */
#include "app/preview/preview_internal.h"

// clang-format off
/* Keeps the views as they are saved, where they were scrolled to, and which one a small screen shows. A tab that
 * nobody looks at asks for nothing: a browser has six connections for all of them. */
const char preview_script[] =
	"'use strict';\n"
	"(() => {\n"
	"const root = document.documentElement, state = document.getElementById('state');\n"
	"const frames = document.querySelectorAll('iframe');\n"
	"let version = root.dataset.version, source = null, misses = 0;\n"
	"const kept = (key, made) => {\n"
	"	const value = sessionStorage.getItem(key) || made;\n"
	"	sessionStorage.setItem(key, value);\n"
	"	return value;\n"
	"};\n"
	"const tab = kept('tab', String(1 + Math.floor(Math.random() * 1e15)));\n"
	"const say = (name, words) => {\n"
	"	state.className = name;\n"
	"	state.textContent = words;\n"
	"};\n"
	"const reload = () => frames.forEach(frame => {\n"
	"	const view = frame.contentWindow, x = view.scrollX, y = view.scrollY;\n"
	"	frame.addEventListener('load', () => frame.contentWindow.scrollTo(x, y),\n"
	"		{once: true});\n"
	"	view.location.reload();\n"
	"});\n"
	"const rest = () => {\n"
	"	if (source)\n"
	"		source.close();\n"
	"	source = null;\n"
	"};\n"
	"const listen = () => {\n"
	"	if (source || document.hidden)\n"
	"		return;\n"
	"	source = new EventSource(root.dataset.events + '?tab=' + tab);\n"
	"	say('live', 'Live');\n"
	"	source.onopen = () => misses = 0;\n"
	"	source.onmessage = event => {\n"
	"		say('live', 'Live');\n"
	"		if (event.data === version)\n"
	"			return;\n"
	"		version = event.data;\n"
	"		reload();\n"
	"	};\n"
	"	source.onerror = () => {\n"
	"		if (++misses > 2)\n"
	"			say('ended', 'The preview has ended');\n"
	"		if (source.readyState !== EventSource.CLOSED)\n"
	"			return;\n"
	"		rest();\n"
	"		setTimeout(listen, 2000);\n"
	"	};\n"
	"};\n"
	"document.addEventListener('visibilitychange', () => document.hidden ? rest() : listen());\n"
	"document.querySelectorAll('input').forEach(input => {\n"
	"	input.checked = input.id === kept('view', 'see-gemini');\n"
	"	if (input.id !== 'see-list')\n"
	"		input.addEventListener('change', () => sessionStorage.setItem('view', input.id));\n"
	"});\n"
	"listen();\n"
	"})();\n";

const char preview_style[] =
	":root{color-scheme:light dark;--back:#ebe8e1;--paper:#fdfcf9;--ink:#24272c;"
	"--soft:#666b73;--line:#dcd8ce;--own:#17607f;--warn:#a05a0e;--bad:#b03a3a;--good:#2f7d4f}"
	"@media (prefers-color-scheme:dark){"
	":root{--back:#0e1012;--paper:#17191c;--ink:#d8d6cf;--soft:#9a9fa8;"
	"--line:#33373d;--own:#86bfdb;--warn:#dfa75a;--bad:#e08a84;--good:#7cc497}"
	"}"
	"*{box-sizing:border-box}"
	"body{margin:0;background:var(--back);color:var(--ink);font:15px/1.45 system-ui,"
	"sans-serif}"
	"a{color:var(--own)}"
	"input{display:none}"
	/* the frame */
	".frame{display:grid;height:100vh;height:100dvh;gap:10px;padding:0 10px 10px;"
	"grid-template:auto minmax(0,3fr) minmax(0,2fr)/minmax(220px,17%) minmax(0,"
	"10fr) minmax(0,14fr) minmax(0,10fr);"
	"grid-template-areas:'head head head head' 'list gemini gopher html' 'about gemini gopher html'}"
	"header{grid-area:head;display:flex;gap:12px;align-items:baseline;"
	"padding:8px 4px 0;margin-bottom:-2px;flex-wrap:wrap}"
	"header b{font-weight:650}"
	"#state{color:var(--soft);margin-left:auto}"
	"#state::before{content:'';display:inline-block;width:8px;height:8px;"
	"border-radius:50%;background:var(--soft);margin-right:6px}"
	"#state:empty{display:none}"
	"#state.live::before{background:var(--good)}"
	"#state.ended::before{background:var(--bad)}"
	"nav{display:none}"
	".secret{background:var(--warn);color:var(--paper);border-radius:5px;"
	"padding:1px 8px}"
	"section{display:flex;flex-direction:column;min-width:0;background:var(--paper);"
	"border:1px solid var(--line);border-radius:8px;overflow:hidden}"
	".closed section.page{border:2px dashed var(--warn)}"
	"section>h2{margin:0;padding:6px 12px;font-size:13px;font-weight:600;"
	"color:var(--soft);border-bottom:1px solid var(--line)}"
	"iframe{flex:1;width:100%;border:0;min-height:0}"
	"#list{grid-area:list}"
	"#about{grid-area:about}"
	"#gemini{grid-area:gemini}"
	"#gopher{grid-area:gopher}"
	"#html{grid-area:html}"
	"@media (max-width:1099px){"
	".frame{grid-template:auto auto minmax(0,1fr)/minmax(0,1fr);"
	"grid-template-areas:'head' 'nav' 'view';gap:6px;padding:0 6px 6px}"
	"nav{grid-area:nav;display:flex;gap:2px}"
	"input{display:block;position:absolute;opacity:0}"
	"nav label{flex:1;text-align:center;padding:7px 2px;border-radius:7px;"
	"font-size:14px;color:var(--soft)}"
	"section{display:none}"
	"section>h2{display:none}"
	"#list,#about,#gemini,#gopher,#html{grid-area:view}"
	"#see-list:checked~#list,#see-gemini:checked~#gemini,#see-gopher:checked~#gopher,"
	"#see-html:checked~#html,#see-about:checked~#about{display:flex}"
	"#see-list:checked~nav [for=see-list],#see-gemini:checked~nav [for=see-gemini],"
	"#see-gopher:checked~nav [for=see-gopher],#see-html:checked~nav [for=see-html],"
	"#see-about:checked~nav [for=see-about]{background:var(--paper);color:var(--ink);"
	"font-weight:600}"
	"#see-list:focus-visible~nav [for=see-list],"
	"#see-gemini:focus-visible~nav [for=see-gemini],"
	"#see-gopher:focus-visible~nav [for=see-gopher],"
	"#see-html:focus-visible~nav [for=see-html],"
	"#see-about:focus-visible~nav [for=see-about]{outline:2px solid var(--own)}"
	"}"
	/* the pages in it that are ours */
	".text{background:var(--paper);padding:10px 12px;font-size:14px;"
	"overflow-wrap:anywhere}"
	".text h1{font-size:16px;margin:0 0 8px}"
	".text h1 a{color:inherit;text-decoration:none}"
	".text h2{font-size:13px;margin:14px 0 4px;color:var(--soft)}"
	".text h2:first-child{margin-top:0}"
	".text p{margin:4px 0}"
	".text small{font-weight:400}"
	".text ul{list-style:none;margin:0;padding:0}"
	".text li{padding:3px 6px;margin:0 -6px;border-radius:5px}"
	".text li a{text-decoration:none}"
	".text li a:hover{text-decoration:underline}"
	"#here{background:var(--back);scroll-margin:30vh 0}"
	"time{color:var(--soft);font-size:12px;white-space:nowrap}"
	"mark{background:none;color:var(--warn);border:1px solid currentColor;"
	"border-radius:4px;padding:0 4px;font-size:12px;display:inline-block}"
	"mark.unlisted{color:var(--soft)}"
	"div.hidden{border-left:3px solid var(--warn);padding-left:8px}"
	"div.shown{border-left:3px solid var(--good);padding-left:8px}"
	".good{color:var(--good)}"
	".diags li{padding:6px 0 2px;margin:0;border-radius:0;"
	"border-top:1px solid var(--line)}"
	".error b{color:var(--bad)}"
	".warning b{color:var(--warn)}"
	".note b{color:var(--soft)}"
	"code{font-size:12px}";

// clang-format on

static const struct {
	const char *name, *title, *meaning;
	bool page; /* what readers see */
} panes[] = {
	{"list", "Pages", "All pages", false},
	{"gemini", "Gemini", "As a Gemini client shows it", true},
	{"gopher", "Gopher", "As a Gopher client shows it", true},
	{"html", "HTML", "As a plain web page", true},
	{"about", "Check", "Who sees it, and what is wrong", false},
};

#define PANES (sizeof(panes) / sizeof(*panes))

static void put_panes(struct buf *out, const struct preview_call *call)
{
	for (size_t i = 0; i < PANES; i++) {
		buf_printf(out,
			"<section id=\"%s\"%s>\n<h2>%s</h2>\n<iframe "
			"sandbox=\"allow-same-origin "
			"allow-top-navigation-by-user-activation\" title=\"%s\" src=\"",
			panes[i].name, panes[i].page ? " class=\"page\"" : "",
			panes[i].title, panes[i].meaning);
		preview_put_url(out, call, panes[i].name, call->key, call->source);
		/* A long list begins where this page is in it. */
		buf_printf(out, "%s\"></iframe>\n</section>\n", i ? "" : "#here");
	}
}

void preview_put_frame(struct buf *out, const struct preview_call *call)
{
	const struct reader_zone *zone = call->found.site->zone;
	bool closed = call->found.hidden || zone;
	const char *who = "";
	if (zone)
		who = "<span class=\"secret\">Only readers of its zone see this "
		      "page</span>";
	else if (closed)
		who = "<span class=\"secret\">No reader sees this page</span>";
	buf_printf(out,
		"<!doctype html>\n<html lang=\"en\" data-version=\"%llu\" data-events=\"",
		preview_version(call->site));
	html_escape(out, call->root);
	buf_printf(out,
		"/events\">\n<meta charset=\"utf-8\">\n"
		"<meta name=\"viewport\" content=\"width=device-width\">\n"
		"<title>Splashdown preview</title>\n<style>%s</style>\n"
		"<body class=\"frame%s\">\n<header><b>Splashdown preview</b>%s"
		"<span id=\"state\"></span></header>\n",
		preview_style, closed ? " closed" : "", who);
	for (size_t i = 0; i < PANES; i++)
		buf_printf(out, "<input type=\"radio\" name=\"view\" id=\"see-%s\"%s>\n",
			panes[i].name,
			panes[i].page && !panes[i - 1].page ? " checked" : "");
	buf_puts(out, "<nav>\n");
	for (size_t i = 0; i < PANES; i++)
		buf_printf(out, "<label for=\"see-%s\">%s</label>\n", panes[i].name,
			panes[i].title);
	buf_puts(out, "</nav>\n");
	put_panes(out, call);
	buf_printf(out, "<script>%s</script>\n", preview_script);
	preview_put_end(out);
}
