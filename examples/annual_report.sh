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
log=$output/annual_report.log
read -r -a program <<<"${ZBREPORT:-zbreport}"
options=()
[ -n "$year" ] && options=(--year "$year")
export PYTHONIOENCODING=utf-8 NO_COLOR=1

mkdir -p "$output" && inputs=$(cd "$inputs" 2>/dev/null && pwd || echo "$inputs") && cd "$output" || exit 3
{
  echo "$(date '+%F %T') 开始：$inputs"
  "${program[@]}" tally "$inputs" ${options[@]+"${options[@]}"}
  status=$?
  # 1 表示有错误要核实，表格照样写出；2 和 3 时没有可写的。
  if [ "$status" -le 1 ]; then
    "${program[@]}" export "$inputs" ${options[@]+"${options[@]}"}
    written=$?
    [ "$written" -gt "$status" ] && status=$written
  fi
  echo "$(date '+%F %T') 结束：退出码 $status"
} >"$log" 2>&1

case $status in
  0) echo "完成。记录在 $log" ;;
  1) echo "完成，但有错误需要核实，见 $log" >&2 ;;
  *) echo "没有完成（退出码 $status），原因见 $log" >&2 ;;
esac
exit "$status"
