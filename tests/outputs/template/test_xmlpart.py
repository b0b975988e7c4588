"""Parts are edited as trees: what no edit touches is canonically the same, however it was written."""

from __future__ import annotations

import pytest
from lxml import etree
from templates import canonical

from zbreport.errors import UnreadableFileError
from zbreport.outputs.template.xmlpart import encoded, local, new, remove, set_text, tree, utf8

PARTS = {
    "single quotes": b"<?xml version='1.0' encoding='UTF-8'?><a b='1' c=\"'\"/>",
    "no declaration": b"<a>\xe7\x94\xb2</a>",
    "comments and instructions": b"<!--one--><?go on?><a><!--two--><b/><?stay?></a><!--three-->",
    "character data": b"<a><![CDATA[<1> & ]]>2</a>",
    "references": b"<a b='&#10;&quot;&lt;'>&amp;&#13;&gt;</a>",
    "prefixes": b'<x:a xmlns:x="urn:1" xmlns:y="urn:2" xmlns="urn:3" y:b="" Ignorable="y"><b x:c="1"/></x:a>',
    "standalone": b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n<a>\r\n <b/>\r\n</a>',
    "wide": '<?xml version="1.0" encoding="UTF-16"?><a>甲</a>'.encode("utf-16"),
}


@pytest.mark.parametrize("name", PARTS)
def test_what_is_not_edited_stays(name):
    data = PARTS[name]
    written = encoded(tree(data))
    assert canonical(written) == canonical(utf8(data))
    assert encoded(tree(written)) == written, "written once more it is the same to the byte"


def test_a_document_type_is_refused():
    with pytest.raises(UnreadableFileError):
        tree(b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>')


@pytest.mark.parametrize("prefix", ["", "w:"])
def test_new_elements_share_the_prefixes_of_their_place(prefix):
    declared = f'xmlns{prefix and ":w"}="urn:1"'
    root = tree(f"<{prefix}a {declared}><{prefix}b/>6</{prefix}a>".encode())
    made = new(root[0], "t")
    set_text(made, " 5\x00")
    root[0].append(made)
    inner = f'<{prefix}b><{prefix}t xml:space="preserve"> 5\ufffd</{prefix}t></{prefix}b>6'
    assert etree.tostring(root, encoding="unicode") == f"<{prefix}a {declared}>{inner}</{prefix}a>"


def test_an_element_goes_without_the_text_behind_it():
    root = tree(b"<a>1<b/>2<c/>3<d/></a>")
    for name in ("b", "c"):
        remove(next(one for one in root if local(one) == name))
    assert etree.tostring(root) == b"<a>123<d/></a>"
