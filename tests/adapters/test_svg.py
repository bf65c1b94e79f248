from adapters.svg import element, join


def test_text_and_attributes_are_escaped() -> None:
    title = element("title", 'Tom & "Jo" <b>')
    assert title == "<title>Tom &amp; &quot;Jo&quot; &lt;b&gt;</title>"
    assert element("a", title, href='"><script>') == f'<a href="&quot;&gt;&lt;script&gt;">{title}</a>'


def test_names_and_numbers() -> None:
    drawn = element("rect", class_="mk", stroke_width=1.25, x=12.0, y=None)
    assert drawn == '<rect class="mk" stroke-width="1.2" x="12"/>'
    assert join([drawn, drawn]) == drawn + drawn
