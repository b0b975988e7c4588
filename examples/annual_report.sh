#!/usr/bin/env bash
# 无人值守地生成年报统计表（Linux、macOS；Windows 用 年报.bat）。
#
#   bash annual_report.sh [台账文件夹] [年度] [输出文件夹]
#
# 台账文件夹默认是本脚本旁边的 inputs/，年度默认由程序判断，输出文件夹默认是本脚本所在的文件夹。
# 全部输出记入 annual_report.log。退出码：0 完成；1 完成，但有需要核实的错误；2 用法有误；3 没能完成。
set -u

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
inputs=${1:-$here/inputs}
year=${2:-}
output=${3:-$here}
read -r -a program <<<"${ZBREPORT:-zbreport}"
options=()
[ -n "$year" ] && options=(--year "$year")
export PYTHONIOENCODING=utf-8 NO_COLOR=1

stop() {
  echo "没有完成：$1" >&2
  exit 3
}

mkdir -p "$output" 2>/dev/null && inputs=$(cd "$inputs" 2>/dev/null && pwd || echo "$inputs") && cd "$output" ||
  stop "结果文件夹“$output”打不开，也建不了。"
log=$PWD/annual_report.log
{ echo "$(date '+%F %T') 开始：$inputs" >"$log"; } 2>/dev/null || stop "不能写日志“$log”，请检查文件夹的权限和磁盘空间。"
"${program[@]}" --version >>"$log" 2>&1 || stop "zbreport 无法启动，请先安装（见 README），原因见 $log"

{
  "${program[@]}" tally "$inputs" ${options[@]+"${options[@]}"}
  status=$?
  # 1 表示有错误要核实，表格照样写出；2 和 3 时没有可写的。
  if [ "$status" -le 1 ]; then
    "${program[@]}" export "$inputs" ${options[@]+"${options[@]}"}
    written=$?
    [ "$written" -gt "$status" ] && status=$written
  fi
  # 程序被终止或崩溃时是别的数。
  [ "$status" -gt 3 ] && status=3
  echo "$(date '+%F %T') 结束：退出码 $status"
} >>"$log" 2>&1

case $status in
  0) echo "完成。记录在 $log" ;;
  1) echo "完成，但有错误需要核实，见 $log" >&2 ;;
  *) echo "没有完成（退出码 $status），原因见 $log" >&2 ;;
esac
exit "$status"
