//! HTML turned to text.

use super::super::html::to_text;

#[test]
fn each_kind_of_markup() {
    for (html, text) in [
        ("a<br>b<br/>c", "a\nb\nc"),
        ("<div>a</div><div><br></div><div>b</div>", "a\n\nb"),
        ("<p>a</p><p>b</p>", "a\n\nb"),
        ("<p>a</p>\n\n\n<p>&nbsp;</p><p></p><p>b</p>", "a\n\nb"),
        ("  a \n b  ", "a b"),
        ("a<b>b</b>c <i> d </i>e", "abc d e"),
        ("<a href='https://e.test/x'>hier</a>", "hier <https://e.test/x>"),
        ("<a href=https://e.test/>https://e.test</a>", "https://e.test"),
        ("<a href=\"mailto:a@e.test\">a@e.test</a>", "a@e.test"),
        ("<a href=\"javascript:x()\">hier</a> <a name=x>da</a> <a href='#x'>dort</a>", "hier da dort"),
        ("<a href='https://e.test'><img src=x></a>nichts", "nichts"),
        ("<a href='https://e.test'><img alt='Logo'></a>", "Logo <https://e.test>"),
        ("<a href='https://e.test/a'>eins<a href='https://e.test/b'>zwei</a>", "eins <https://e.test/a>zwei <https://e.test/b>"),
        ("<ol><li>a<li>b<ul><li>c</ul><li>d</ol>e", "1. a\n2. b\n  - c\n3. d\n\ne"),
        ("<pre>a\n  b\tc</pre>d", "a\n  b\tc\n\nd"),
        ("a<blockquote>b<br>c<blockquote>d</blockquote></blockquote>e", "a\n\n> b\n> c\n>\n> > d\n\ne"),
        ("<table><tr><th>a<th>b<tr><td>1<td>2</table>", "a\tb\n1\t2"),
        ("a<hr>b", "a\n---\nb"),
        ("&lt;b&gt; &amp;amp; &#x41;&#66;&hellip; &nosuch; & &#150; &#0; AT&T", "<b> &amp; AB… &nosuch; & – \0 AT&T"),
        ("a<style>b{}</style>c<script>if (a</b) '</s'</script>d<TITLE>e</Title>f", "acdf"),
        ("a<!-- <p>b</p> -->c<!---->d<![endif]>e<?php x ?>f", "acdef"),
        ("a<!-- never closed", "a"),
        ("a<script>never closed", "a"),
        ("a<p never closed", "a"),
        ("1 < 2 <3 a<", "1 < 2 <3 a<"),
        ("<p title='a>b'>c</p><p title=it's>d</p>", "c\n\nd"),
        ("<img alt=\"x", ""),
        ("</p></ul></blockquote></a>a", "a"),
        ("Zürich 東京 <b>é</b>", "Zürich 東京 é"),
        ("", ""),
    ] {
        assert_eq!(to_text(html).trim_end(), text, "{html}");
    }
}

#[test]
fn hostile_markup_takes_linear_time_and_space() {
    let many = 200_000;
    for piece in [
        "<",
        "<a",
        "<a href=\"",
        "<!--",
        "</",
        "<a '",
        "&",
        "&#",
        "<script>",
        "<ul>",
        "<li>",
        "<a href=https://e.test>x",
        "<p a=\"<p a='",
        "<blockquote>a",
    ] {
        let html = piece.repeat(many);
        let text = to_text(&html);
        assert!(text.len() <= html.len() * 4 + 100, "{piece}: {} of {}", text.len(), html.len());
    }
}
