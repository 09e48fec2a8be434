"""Reads report files with Python's own library, for the tests of what we write."""

import base64
import csv
import io
import json
import re
import sys
import xml.etree.ElementTree as tree
import zipfile

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def decoded(text):
    return re.sub(r"_x([0-9A-Fa-f]{4})_", lambda m: chr(int(m.group(1), 16)), text)


def sheet(data):
    book = zipfile.ZipFile(io.BytesIO(data))
    if book.testzip() is not None:
        raise SystemExit("a part is damaged")
    for name in book.namelist():
        tree.fromstring(book.read(name))
    styles = tree.fromstring(book.read("xl/styles.xml")).find(MAIN + "cellXfs")
    formats = [int(xf.get("numFmtId")) for xf in styles]
    rows, formulas = [], 0
    for row in tree.fromstring(book.read("xl/worksheets/sheet1.xml")).iter(MAIN + "row"):
        cells = {}
        for cell in row:
            formulas += cell.find(MAIN + "f") is not None
            inline = cell.find(MAIN + "is/" + MAIN + "t")
            kind = "text" if inline is not None else "number"
            value = decoded(inline.text or "") if kind == "text" else cell.find(MAIN + "v").text
            column = re.sub("[0-9]", "", cell.get("r"))
            cells[column] = [kind, value, formats[int(cell.get("s"))]]
        rows.append(cells)
    return {"rows": rows, "formulas": formulas}


def comma(data):
    text = data.decode("utf-8-sig")
    return {"rows": list(csv.reader(io.StringIO(text, newline=""), strict=True))}


def unzipped(data):
    archive = zipfile.ZipFile(io.BytesIO(data))
    if archive.testzip() is not None:
        raise SystemExit("an entry is damaged")
    files = {name: base64.b64encode(archive.read(name)).decode() for name in archive.namelist()}
    return {"files": files}


task = json.load(sys.stdin)
reader = {"csv": comma, "xlsx": sheet, "zip": unzipped}[task["as"]]
json.dump(reader(base64.b64decode(task["data"])), sys.stdout)
